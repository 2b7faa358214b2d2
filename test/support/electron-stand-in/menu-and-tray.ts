import { EventEmitter } from 'node:events'

interface Item {
  readonly id?: string
  readonly label?: string
  readonly role?: string
  readonly type?: string
  readonly enabled?: boolean
  readonly checked?: boolean
  readonly visible?: boolean
  readonly submenu?: readonly Item[] | Menu
  readonly click?: (...values: unknown[]) => void
}

interface MenuItem extends Omit<Item, 'submenu'> {
  readonly enabled: boolean
  readonly submenu?: Menu
  click(): void
}

let applicationMenu: Menu | null = null

export class Menu {
  readonly items: MenuItem[]

  constructor(items: MenuItem[] = []) {
    this.items = items
  }

  static buildFromTemplate(template: readonly Item[]): Menu {
    return new Menu(
      template.map((item) => ({
        ...item,
        enabled: item.enabled ?? true,
        submenu: item.submenu && (item.submenu instanceof Menu ? item.submenu : Menu.buildFromTemplate(item.submenu)),
        click: () => item.click?.(),
      })),
    )
  }
  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu
  }
  static getApplicationMenu = (): Menu | null => applicationMenu

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id)
      if (found) return found
    }
    return null
  }
  popup(): void {}
}

export class Tray extends EventEmitter {
  /** Only in the stand-in: Electron has no list of them. */
  static readonly all: Tray[] = []
  menu: Menu | null = null
  toolTip = ''
  title = ''
  image: unknown

  constructor(image: unknown) {
    super()
    this.image = image
    Tray.all.push(this)
  }
  setContextMenu(menu: Menu | null): void {
    this.menu = menu
  }
  setToolTip(text: string): void {
    this.toolTip = text
  }
  setTitle(text: string): void {
    this.title = text
  }
  setImage(image: unknown): void {
    this.image = image
  }
  isDestroyed = (): boolean => false
  destroy(): void {
    Tray.all.splice(Tray.all.indexOf(this), 1)
  }
}
