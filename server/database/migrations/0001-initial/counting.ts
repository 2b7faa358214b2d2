/**
 * Triggers, so that no writer can forget to count. By leaps of unforeseeable length: after a rollback, another change must not
 * arrive at the number that stood for the first one.
 */
export const counting = (table: string, name: string): string =>
  ['INSERT', 'UPDATE', 'DELETE']
    .map(
      (event) => `CREATE TRIGGER count${event}On${table} AFTER ${event} ON ${table}
        BEGIN UPDATE changeCounts SET changes = changes + 1 + (random() & 1048575) WHERE name = '${name}'; END;`,
    )
    .join('\n')
