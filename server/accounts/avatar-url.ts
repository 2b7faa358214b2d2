import type { User } from './queries.ts'

/**
 * Where somebody's picture is: uploaded, or drawn from their name. Its version is part of the path, so that it may be cached
 * for ever; `-medium.png` in place of `.png` is the large one. Clients read it as relative to the organization's URL.
 */
export const avatarUrl = ({ id, avatarVersion }: Pick<User, 'id' | 'avatarVersion'>): string =>
  `/user_avatars/1/${id}/${avatarVersion}.png`

export const mediumAvatarUrl = (user: Pick<User, 'id' | 'avatarVersion'>): string =>
  avatarUrl(user).replace(/\.png$/, '-medium.png')
