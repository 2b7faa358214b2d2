/** Triggers, so that no writer can forget to count. */
export const counting = (table: string, name: string): string =>
  ['INSERT', 'UPDATE', 'DELETE']
    .map(
      (event) => `CREATE TRIGGER count${event}On${table} AFTER ${event} ON ${table}
        BEGIN UPDATE changeCounts SET changes = changes + 1 WHERE name = '${name}'; END;`,
    )
    .join('\n')
