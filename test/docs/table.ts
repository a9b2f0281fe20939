/** A Markdown table as Prettier writes it. */
export function table(head: string[], rows: string[][]): string {
	const widths = head.map((_, column) =>
		Math.max(3, ...[head, ...rows].map((cells) => [...cells[column]].length)),
	);
	const line = (cells: string[], filler = ' ') =>
		`| ${cells.map((cell, column) => cell + filler.repeat(widths[column] - [...cell].length)).join(' | ')} |`;
	return [
		line(head),
		line(
			head.map(() => ''),
			'-',
		),
		...rows.map((cells) => line(cells)),
	].join('\n');
}
