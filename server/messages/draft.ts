import type { MessageId, UserId } from '../api/ids.ts'
import type { Viewer } from '../api/viewer.ts'
import type { TopicVisibility } from '../channels/user-topics.ts'
import type { Echo } from './echoes.ts'
import type { Place } from './place.ts'
import type { Surroundings } from './rendering/surroundings.ts'

/** A message that is about to be sent. */
export interface Draft {
  readonly place: Place
  readonly content: string
  /** The program it was written with. */
  readonly client: string
  readonly surroundings: Surroundings
  /** What their client calls it until it has an id. */
  readonly echo?: Echo
  /** False for what a program sends in somebody's name without their having read it. */
  readonly isReadBySender: boolean
  /** A widget's first submessage, from a bot. */
  readonly widget?: string
  readonly notice?: Notice
}

/** What is special about a message that Landline itself writes because somebody did something. */
export interface Notice {
  /** Who did it: they know, and what they may see may be named. */
  readonly causedBy: Viewer
  /** It counts as read when it comes, but for these. Without them, everybody is to read it. */
  readonly onlyFor?: ReadonlySet<UserId>
}

export interface Sent {
  readonly id: MessageId
  /** What the sender's settings made of the topic, because they wrote there. */
  readonly visibility?: TopicVisibility
  /** Links whose websites may say what they are. */
  readonly links: readonly string[]
}
