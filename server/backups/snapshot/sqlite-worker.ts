import { answerTasks } from './answer-tasks.ts'
import { tasks } from './sqlite-tasks.ts'

/* A thread of its own: SQLite works without letting anybody else in between, and a check of a large file takes its time. */
answerTasks(tasks)
