// Writes a chart's table as CSV (RFC 4180).
import type { Chart } from './chart.ts';

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function tableCsv(table: Chart['table']): string {
  const rows = [table.columns.map((column) => column.label), ...table.rows];
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
