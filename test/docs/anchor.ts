/** As GitHub names a heading in addresses. */
export const anchorOf = (heading: string): string =>
	heading
		.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
		.trim()
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N} _-]/gu, '')
		.replaceAll(' ', '-');
