/** What other features may ask about people. The rest of their SQL is ours. */
export {
  activeUsers,
  findUser,
  findUserByEmail,
  findUsers,
  findUsersByName,
  isNameTaken,
  systemBots,
  type User,
} from './queries.ts'
