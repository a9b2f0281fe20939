const unspecifiedSort =
	'search bodies take a sort in practice, which the specification has for contacts only';

/** What requests have otherwise than the descriptions say, and rightly so, with the reason. */
export const accepted: Record<string, string> = {
	'POST /tags body.users is unknown':
		'users with `untag`: the specification of the request knows it for companies only, that of the reply in 2.16 tells of users untagged',
	'POST /messages body.message_type is "inapp", not one of: in_app, email':
		'the examples and replies of the API itself say inapp',
	'POST /conversations/search body.sort is unknown': unspecifiedSort,
	'POST /tickets/search body.sort is unknown': unspecifiedSort,
	'POST /contacts/search is refused: A date (created_at) is part of alternatives that are not all dates':
		'dates of contacts, which Intercom compares by days, cannot be made exact there',
};
