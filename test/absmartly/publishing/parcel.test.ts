import type { INode } from 'n8n-workflow';
import { courier, type Parcel } from '../../../nodes/Absmartly/publishing/parcel';
import { unitsOf } from '../../../nodes/Absmartly/values/units';
import { growthOf, linear } from '../../growth';

/** One goal may be for very many units, and be answered with very many warnings. */

const unit = (index: number) => ({ type: 'user_id', uid: String(index) });
const parcelOf = (units: Parcel['entry']['units']): Parcel => ({
	item: 0,
	entry: { units },
	headers: {},
	warnings: [],
	sent: [],
});
const sending = (warnings: string[]) =>
	courier(
		{} as INode,
		async (_, entries) => entries.map(() => ({ fate: { status: 'sent', warnings }, trace: {} })),
		undefined,
	);

it.each<[string, (units: Parcel['entry']['units']) => unknown]>([
	['are told apart', (units) => unitsOf({}, { unit: [...units, ...units] })],
	['are sent', async (units) => await sending([])([parcelOf(units)])],
])('many units %s in linear time', async (_, work) => {
	const growth = await growthOf(
		async ({ length }) => await work(Array.from({ length }, (_, at) => unit(at))),
		'x',
		40_000,
	);
	expect(linear(growth) ? 'linear' : growth).toBe('linear');
});

it('a goal that was taken with very many warnings is sent', async () => {
	const parcel = parcelOf([unit(1)]);
	await sending(Array<string>(200_000).fill('is new'))([parcel]);
	expect(parcel.failure).toBeUndefined();
	expect(parcel.warnings).toHaveLength(200_000);
});
