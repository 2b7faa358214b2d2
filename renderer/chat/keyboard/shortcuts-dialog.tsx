import { Dialog } from '../../ui/index.ts'

const groups: [title: string, keys: [keys: string, what: string][]][] = [
  [
    'Getting around',
    [
      ['n', 'Next unread conversation'],
      ['I', 'Inbox'],
      ['t', 'Recent conversations'],
      ['a', 'Combined feed'],
      ['@', 'Mentions'],
      ['S', 'Starred'],
      ['/', 'Search'],
      ['w', 'Show or hide people'],
      ['Esc', 'Back, step by step'],
    ],
  ],
  [
    'Messages',
    [
      ['j k, ↓ ↑', 'Next, previous message'],
      ['J K, Space', 'Page down, up'],
      ['Home End', 'First, last message'],
      ['s', 'Go to its topic or conversation'],
    ],
  ],
  [
    'Writing',
    [
      ['c', 'Write'],
      ['r, Enter', 'Reply to the selected message'],
      ['x', 'New direct message'],
      ['Ctrl Enter', 'Send'],
      ['Ctrl B, I, E, K', 'Bold, italic, code, link'],
      ['@ # :', 'Complete people, channels, emoji'],
    ],
  ],
  [
    'The selected message',
    [
      ['+ or :', 'React'],
      ['=', 'React with 👍'],
      ['>', 'Quote and reply'],
      ['*', 'Star'],
      ['e', 'Edit'],
      ['m', 'Move'],
      ['L', 'Copy link'],
      ['U', 'Mark unread from here'],
      ['i', 'All actions'],
    ],
  ],
]

export default function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose} size="l">
      <div className="shortcuts">
        {groups.map(([title, keys]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, what]) => (
                <div key={key} className="shortcut">
                  <dt>{what}</dt>
                  <dd>
                    <kbd>{key}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
