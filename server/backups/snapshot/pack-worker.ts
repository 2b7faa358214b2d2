import { answerTasks } from './answer-tasks.ts'
import { tasks } from './pack-tasks.ts'

/* Threads of their own: hashing and compressing a large database takes its time. They know nothing of SQLite, and stay small. */
answerTasks(tasks)
