import { readFileSync } from 'node:fs'

/** Prints how many tests passed and failed, by Vitest's own JSON report. No report, or no test: that is a failure. */
const count = () => {
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites, success } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
    // A file that cannot be loaded holds no test that could fail.
    const failed = numFailedTests || (success && numPassedTests > 0 ? 0 : Math.max(1, numFailedTestSuites))
    return [numPassedTests, failed]
  } catch {
    return [0, 1]
  }
}

console.log(count().join(' '))
