import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { InputFile } from '../table/operation';
import { fileName as cleaned } from '../values/line';
import { own } from '../values/own';

/** Media types whose files end otherwise than the second half of the type. */
const endings = new Map([
	['image/jpeg', 'jpg'],
	['image/svg+xml', 'svg'],
	['text/plain', 'txt'],
	['text/calendar', 'ics'],
	['text/markdown', 'md'],
	['audio/mpeg', 'mp3'],
	['video/quicktime', 'mov'],
	['application/vnd.ms-excel', 'xls'],
	['application/msword', 'doc'],
	['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
	['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
	['application/vnd.openxmlformats-officedocument.presentationml.presentation', 'pptx'],
]);

/** What a file without a name is called: as its binary field, with the ending of its type (`data.png`). */
function nameOf({ fileName, fileExtension, mimeType }: IBinaryData, field: string): string {
	if (fileName?.trim()) return cleaned(fileName);
	const [type] = mimeType.split(';');
	const usual = /^[a-z]+\/([a-z0-9]{2,5})$/i.exec(type.trim())?.[1];
	const ending = fileExtension?.trim() || (endings.get(type.trim().toLowerCase()) ?? usual?.toLowerCase());
	return cleaned(ending ? `${field}.${ending.replace(/^\./, '')}` : field);
}

/**
 * The files of an item's binary fields, by their names. Rejects with n8n's own error where there is none; only where
 * nobody typed the name, as the `preset` tells, the item may do without.
 */
export const filesOf =
	(context: IExecuteFunctions, item: number) =>
	async (names: string, preset: unknown): Promise<InputFile[] | undefined> => {
		const { helpers } = context;
		if (names === preset && !own(context.getInputData()[item]?.binary, names)) return undefined;
		const wanted = names.split(',').map((name) => name.trim());
		return await Promise.all(
			wanted.filter(Boolean).map(async (field) => {
				const file = helpers.assertBinaryData(item, field);
				const bytes = await helpers.getBinaryDataBuffer(item, field);
				return { name: nameOf(file, field), mimeType: file.mimeType, data: bytes.toString('base64') };
			}),
		);
	};
