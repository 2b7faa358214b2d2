/**
 * What the server answers rather than a page that Vite serves: its API, its files, its WebSockets. Pages have modules of their own
 * in folders like `api/`.
 */
export const answeredByServer =
  '^/(api/v1|json|user_uploads|user_avatars|avatar|external_content|static/(?!app)|control|health)(/|$|\\?)'
