// Reads the head of a CSV file (RFC 4180) into rows of cells, as the audit preview needs it.

/** At most `limit` rows; a last row that the text cuts off is left out unless `whole`. */
export function parseCsv(text: string, limit: number, whole: boolean): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length && rows.length < limit; at += 1) {
    const sign = text.charAt(at);
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === ',') {
      row.push(cell);
      cell = '';
    } else if (sign === '\n') {
      rows.push([...row, cell.replace(/\r$/, '')]);
      row = [];
      cell = '';
    } else cell += sign;
  }
  if (whole && rows.length < limit && (row.length > 0 || cell !== '')) rows.push([...row, cell]);
  return rows;
}
