import { workerData } from 'node:worker_threads'
import { answerTasks } from '../../threads/answer-tasks.ts'
import { openReader } from '../open-reader.ts'
import { type Statement, StatementCache } from '../statement-cache.ts'

/* A thread of its own: SQLite lets nobody else in between while it looks through years of messages. */

const statements = new StatementCache(openReader(workerData as string))

answerTasks((statement: Statement) => statements.executeQuery(statement))
