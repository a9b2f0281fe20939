/**
 * What each text of test/docs/errors.ts means to a person, and what to do where the code's own description does not say
 * it in a way that can be read without running it.
 */
type Meaning = [means: string, todo?: string];

const again = 'Run it again; if it stays so, report it with the version of this package';

/** For goals of which nobody knows whether they were recorded. */
const settle =
	'look at Events in the Web Console. If the goal is missing there, set When Outcome Is Unknown to Send Again (n8n saves it by itself), and choose Retry with currently saved workflow at the failed execution; without that it fails again. See [unknown outcomes](absmartly.md#when-nobody-knows-whether-it-was-recorded)';

const asSentence = settle.replace(/^l/, 'L');

export const meanings: Record<string, Meaning> = {
	// Any node
	'The download of … broke off': [
		'The file began to come and stopped before its end, each time that it was tried.',
		'Check the network of this n8n and the space on its disk, then run it again',
	],
	"Limit is '…'": ['The number of results wanted is not a number of 1 or more.'],
	'n8n’s store of what was processed before could not be used': [
		'n8n keeps in its database which events were seen before (Deduplicate, Once per Event), and that failed twice.',
		'Try again, and look at the database of this n8n; or switch the option off that needs it',
	],
	"'…' is empty": ['A field that must be filled in has no value for this item.'],
	"'…' is '…', which is not an ID": [
		'An ID goes into an address, and “.” or “..” there would mean another one.',
	],
	"'…' is not JSON: …": [
		'The text in this field cannot be read as JSON. The message ends with what the parser says.',
	],
	"'…' is not an object": [
		'The field holds a list, a text or a number where names with values should be.',
		'Give it like {"name": "value"}',
	],
	'this API gives out no files': [
		'A fault of this package: an operation asks for a file where there is none.',
		again,
	],
	"'…' is '…', which is not a number": [
		'The field takes a number, and the value is none, such as 11-50, 1,200 with a comma, or a division by zero. Nothing was sent: as a number that is none it would have emptied the field.',
	],
	"'…' is …, but it takes one value": [
		'An expression gives an object or a list where one text, number, date, or yes or no should be.',
	],
	"'…' is '…', which is no value that can be sent": [
		'The value is Infinity, not a number, or a date that is none. JSON has no such value, and would send nothing in its place.',
	],
	"'…' is '…', which is none of its choices": [
		'An expression gives a word that this choice does not offer. The description lists what it takes.',
		'Make the expression give one of the choices',
	],
	"There is no operation '…'": [
		'The resource or the operation of the node is one that this version of the package does not have.',
	],
	'This package needs n8n 1.100 or later': [
		'This n8n is too old: it lacks what the nodes are made of. They load all the same, so that you can read this.',
		'Update n8n to 1.123 or to a later version, then run it again',
	],
	'Something happened with this item that this node did not foresee': [
		'JavaScript itself stumbled over the item: in an expression of yours, or by a fault of this package.',
		'Mend the expression that the description speaks of. If there is none, report it with the version of this package and what the item holds',
	],
	"Page Size is '…'": ['The option Page Size is not a number of 1 or more.'],
	'The list does not end: it comes back to a page that it gave before, after … results on … pages': [
		'The server led from page to page and at last back to one that it had given: without a bound this would go on for ever.',
	],
	'The list does not end: page after page holds nothing new, after … results on … pages': [
		'The server names a next page again and again, and none of them holds anything that was not there before.',
	],
	"'…' does not fit its type": [
		'The value is not of the type that was chosen beside it, such as a text for a number.',
	],

	// Intercom Trigger
	'Intercom Trigger has no event to listen for': ['Without an event nothing could ever start the workflow.'],
	'The Intercom credential has no client secret. Copy it from Developer Hub > your app > Configure > Basic Information, or switch Check Signature off':
		[
			'Intercom signs events with the client secret of your app. Without it no event can be checked, so the workflow is not published.',
			'Paste the client secret into the credential and publish again. [Secure webhooks](secure-webhooks.md) has the steps',
		],
	"Collect Events is '…'. Give a number of milliseconds from 100 to 2000, or remove the option": [
		'An event waits at least a tenth of a second for others, and at most two seconds, since Intercom waits five for its answer.',
		'Give a number of milliseconds from 100 to 2000, or remove the option',
	],
	'This version of n8n cannot collect events. Remove the option Collect Events, or update n8n to 2.8 or later':
		[
			'n8n before 2.8 answers before it has made the execution, so that none of the senders could be told the truth.',
			'Remove the option Collect Events, or update n8n to 2.8 or later',
		],
	'Collect Events does not go with Respond When the Workflow Finishes. Respond immediately, or remove one of the two options':
		[
			'Events that come together get one answer, and one workflow may do some of them and fail at others.',
			'Respond immediately, or remove one of the two options',
		],
	'Once per Event does not go with Respond When the Workflow Finishes': [
		'A workflow that failed would be delivered again by Intercom, and dropped as known.',
		'Respond immediately, or use Remove Duplicates where it cannot do harm',
	],

	// Intercom Polling Trigger
	"Start From '…' is not a date": ['The option holds something that cannot be read as a date.'],
	'There is nothing to watch': ['Neither an event nor a custom resource is chosen.'],
	'Nothing of this kind is among the newest': [
		'A test run shows the newest events of the chosen kinds, and this workspace has none.',
	],
	"'…' is not the path of a list of Intercom’s API": [
		'The path of a custom resource must be one on Intercom’s host, and nothing that could lead elsewhere.',
		'Give the path alone, such as /news/news_items',
	],
	'A custom resource has no …': ['A row under Custom Resources is not filled in.'],
	"List Key '…' of the custom resource '…' is not in Intercom's reply": [
		'The reply holds no list under this name.',
		'Enter one of the members that the message’s description lists, such as data',
	],
	"Time Field '…' of the custom resource '…' is not in Intercom's reply": [
		'The records have no member of this name, so it cannot be told what is new.',
		'Enter one of the members that the message’s description lists, such as updated_at',
	],

	// Intercom Plus
	"The reply has no list under '…'": [
		'API Call → Send was told a List Key that is not in the reply.',
		'Set List Key to one of the names that the message’s description lists, or leave it blank',
	],
	"'…' is '…', which is not a date": [
		'A time field holds something that cannot be read as a date.',
		'Give a date such as 2026-02-25T09:33:20Z, or Unix seconds',
	],
	"Intercom has no … '…'…": [
		'A custom attribute of this name does not exist in the workspace. Nothing was sent.',
		'Take one of the names that the message’s description offers, or make the attribute in Intercom first. See [Custom attributes](custom-attributes.md)',
	],
	"'…' is not an option of '…'": [
		'The attribute is a list, and this value is not on it.',
		'Choose one of the options that the message’s description lists, or add the option in Intercom',
	],
	"The … '…'… is archived": ['Intercom takes no values for an archived attribute.'],
	'Two contacts match these details': [
		'The email is one contact’s and the external ID another’s, so it is not clear whom to update.',
		'Merge the two in Intercom, or leave one of the two details out',
	],
	"… contacts have the … '…'": [
		'Leads may share an email or a phone. None of them is guessed.',
		'Give an external ID as well, or merge them in Intercom. The message’s description has their IDs',
	],
	"'Email', 'External ID' and 'Phone' are all empty": [
		'Nothing says who the contact is. Intercom would make a nameless one for every item.',
	],
	'The archived contact … has these details': ['If Archived is set to Fail, and the contact is archived.'],
	'The base URL of the Intercom credential is not usable': [
		'The token would be sent to an address that is not protected, or that is no address.',
	],
	"'…' is not a path of Intercom’s API": [
		'API Call → Send takes a path on Intercom’s host, and nothing that could lead elsewhere.',
		'Give the path alone, such as /contacts/6762f0dd1bb69f9f2193bbf8: no host, no “..”, and the query in the parameters below it',
	],
	'Intercom answered with status …: …': [
		'Something that is not Intercom answered in its place, such as a proxy, a firewall or a log-in page. Its words stand at the end.',
		'Ask whoever looks after the network, and check the region and base URL of the credential',
	],
	"The list names a next page that is no address: '…'": [
		'The reply says where the next page is, and nothing can be made of it.',
	],
	"'…' is …, which no metadata of an event can be": [
		'Intercom keeps flat values with an event, links and amounts; anything else it would drop.',
	],
	"'Days' is '…', which is none of its choices": ['The days of office hours are chosen by their numbers.'],
	'Intercom answered with status …': [
		'Intercom, or something in between, refused the request without a word.',
		'See [By status](#intercoms-status) for the number',
	],
	'Intercom could not do this: …': [
		'Intercom had a fault of its own (status 500 or more). It follows in Intercom’s words.',
		'Try again later. Where the description says that it is unknown whether it was carried out, look in Intercom first',
	],
	'Intercom refused this: …': [
		'Intercom understood the request and says no. Its own words follow.',
		'See [By status](#intercoms-status) for the number in the description',
	],
	'The reply is not what Intercom sends': [
		'Something that is not Intercom answered: a proxy, a log-in page, a wrong base URL.',
		'Check the region and base URL of the credential, and whether a proxy stands in between',
	],
	'The file is not where Intercom keeps it': [
		'Intercom hands a file out by an address that is good for a short time, and that address failed.',
		'Run this again',
	],
	'Intercom did not answer within … seconds': [
		'No reply came in time.',
		'Check the network of this n8n and its proxy. Where the description says that it is unknown whether it was carried out, look in Intercom before you run it again',
	],
	'Intercom could not be reached': [
		'There was no connection, or it broke.',
		'Check the network of this n8n, its proxy and the region of the credential',
	],
	'The … … was cancelled': ['The export was stopped before it was ready.'],
	'Intercom could not make the … …': ['Intercom says that the export failed.'],
	"The … … is in state '…', which this node does not know": [
		'Intercom has a new word for the state of an export.',
	],
	'The … … was not ready after … minutes': [
		'Intercom needs more time for the export than Max Wait allows.',
		'Give more time under Max Wait, or fetch it later with Download and the job identifier in the message',
	],
	'Another … is under way in this workspace': [
		'Intercom makes one export of this kind at a time.',
		'Wait until it is ready, or cancel it, and run this again. For several items use Loop Over Items with batch size 1',
	],
	'… … jobs are under way in this workspace': [
		'Intercom makes only so many exports of this kind at a time.',
		'Wait until one is ready, or cancel one, and run this again. For several items use Loop Over Items with batch size 1',
	],
	'Intercom started the … but gave no job identifier': ['The reply does not say which export was started.'],
	'The file of the … … could not be read to its end: …': [
		'The file came, but part of it is missing or broken.',
		'Fetch it again with Download, or choose Output > File',
	],
	'The file of the … … is not there any more': ['The export is too old.'],
	"Max Wait is '…'": ['The longest time to wait is not a number.'],
	'the archive ends in the middle of a file': [
		'The file of an export was cut off. It stands at the end of another message.',
		'Fetch it again with Download',
	],
	'the archive has a file without a size': [
		'The file of an export is damaged. It stands at the end of another message.',
		'Fetch it again with Download',
	],
	'The export cannot be read: … has more than … …': [
		'The export holds a name, a field or a row that is larger than any that Intercom writes.',
	],
	'The export has more than … …, too many to give as items': [
		'As items, an export may hold 2 million fields, 100 million characters, and 500 MB with all that is passed over; this n8n would run out of memory with more.',
	],
	'The export is a ZIP archive, which cannot be read as items': [
		'Intercom gave this export in another format.',
	],
	"'…' is not a date": ['A time field holds something that cannot be read as a date.'],
	"'…' is not valid JSON": ['The text in this field cannot be read as JSON.'],
	"'…' is not an ID": ['IDs of teammates, teams and the like are whole numbers.'],
	'The Intercom credential has no Messenger API Secret': [
		'The token is signed with this secret, and it is not filled in.',
	],
	'The Intercom credential has no Identity Verification Secret': [
		'The user hash is made with this secret, and it is not filled in.',
	],
	'The Intercom credential has no Client Secret': [
		'A signature is checked with this secret, and it is not filled in.',
	],
	"'…' cannot be a signed attribute": [
		'The name has a meaning of its own in a token.',
		'Use the field of this name where there is one, and remove the attribute',
	],
	"Expires In is '…'": ['A token must be good for some time.'],
	'The body is not text': [
		'A signature is over the bytes as they came, and this body was parsed already.',
		'Switch Raw Body on in the Webhook node and choose Binary Field here',
	],
	'The body is not base64': ['Body From says base64, and the value is something else.'],
	"No … '…' in this workspace": [
		'Nothing in the workspace has this name, email or ID.',
		'Check the spelling, or choose from the list. The message’s description names some that are there',
	],
	"No contact with e-mail '…' in this workspace": ['The search finds nobody with this address.'],
	"… contacts have the e-mail '…'": [
		'Several contacts have this address. None of them is guessed.',
		'Name one by its ID or external ID. The message’s description has their IDs',
	],
	"'…' is not the address of a conversation or ticket": [
		'By URL takes the address that your browser shows in Intercom’s inbox.',
		'Open the conversation in Intercom’s inbox and copy the address, or choose By ID',
	],
	"'…' is not a time of day that Intercom takes": ['Office hours go by quarters of an hour.'],
	'Closes is not after Opens': ['The hours end before they begin.'],
	'There are … addresses of attachments, and Intercom takes …': ['One reply holds only so many attachments.'],
	'There are … files, and Intercom takes …': ['One reply holds only so many files.'],
	'There are … conversations, and Intercom takes 20 at once': [
		'The list of conversation IDs of this item is too long.',
	],
	'The event has … metadata values, and Intercom keeps …': [
		'Intercom drops what is above its limit, so the event is not sent.',
	],
	'Another scroll over this list is open in this Intercom app': [
		'To read all companies Intercom keeps a place in the list, and gives one such place at a time.',
	],
	'A date (…) is part of alternatives that are not all dates': [
		'Intercom compares dates of contacts by whole days. The node makes that exact to the second, which is not possible in this combination.',
		'Move the date out of the OR group, or run one search for each alternative',
	],
	"'…' takes IDs, and '…' is none": [
		'A filter by the name of a field compares with IDs, and was given a name.',
		'Use the filter that the message’s description names, which takes names, too',
	],
	"There are … with this name: … '…'": ['Several are called the same. None of them is guessed.'],
	'The company has more than … contacts, too many for one search': [
		'No search of Intercom’s knows companies, so the node searches by the company’s contacts.',
	],
	"The filter on '…' has '…' for a number of …": ['The span of time has no length.'],
	"'…' is compared with '…', which is not a number": ['The field is a number.'],
	"'…' is compared with '…'": ['The field is a yes or no.', 'Give true or false'],
	"The filter on '…' has no value": ['A filter without a value would find everything or nothing.'],
	'A filter names no attribute': ['A row filters by a custom attribute and does not say which.'],
	'A filter has no field': ['A row does not say what to filter by.'],
	"The filter on '…' has the operator '…', which does not exist": [
		'An expression or a workflow made elsewhere gives an operator that Intercom does not know.',
		'Choose an operator from the list, or use one that the message’s description names',
	],
	'Group … has no filter': ['A group of filters is empty.'],
	'There is no filter': ['A search needs something to search by.'],
	'The query is not one that Intercom takes': ['The JSON query has another shape than Intercom’s.'],
	"Intercom does not search '…' by '…'": [
		'This field takes other operators.',
		'Use one of the operators that the message’s description names',
	],
	"The filter on '…' has … for '…'": ['Some operators compare with a list, the others with one value.'],
	"'…' is compared with '…', which is not a date to Intercom": [
		'In a JSON query Intercom takes times as numbers.',
	],
	'The query has groups in … levels, and Intercom takes …': ['The groups are nested too deep.'],
	'There are … filters in one group, and Intercom takes …': ['The group is too long.'],
	'The workspace … is hosted in region …': [
		'The credential names another region than the workspace has.',
		'Choose the region of the message in the credential and save it',
	],

	// ABsmartly Trigger
	'ABsmartly Trigger has no event to listen for. Choose at least one under ABsmartly Events': [
		'Without an event nothing could ever start the workflow.',
		'Choose at least one event, or type its name under Options > Other Events',
	],
	'The owner of the API key may not manage webhooks in ABsmartly. Ask an administrator for the role FullAdmin, or for one with the permission Webhook Admin; or choose Register by Hand or Poll Instead':
		[
			'The node registers its webhook with the key of the credential, and ABsmartly lets only administrators do that. The workflow is not published.',
			'Ask for the role, or choose another way under How Events Come In: [React to experiments](absmartly.md#react-to-experiments)',
		],
	'Poll Instead cannot notice …. Remove it, or choose another way under How Events Come In': [
		'A poll compares the states of experiments, and no state tells of a comment, an alert, an edit, a goal or a metric.',
		'Remove the events named, or let ABsmartly send them by a webhook',
	],
	'URL Key has to be 32 to 200 letters, digits, hyphens and underscores that nobody can guess': [
		'ABsmartly signs nothing, so the last part of the URL is all that keeps strangers out. The key is too short, or holds a character that an address cannot have.',
		'Let a password generator make one of letters and digits alone',
	],
	'ABsmartly cannot reach this n8n at …. Give n8n its public address (WEBHOOK_URL), or choose Poll Instead': [
		'n8n takes this machine’s own address for its own, and ABsmartly would send events to itself.',
		'Set WEBHOOK_URL to the address at which others reach this n8n, or choose Poll Instead',
	],
	'This ABsmartly has no event …. Remove it from ABsmartly Events or Other Events': [
		'ABsmartly lists the events that webhooks can get, and the ones named are not among them: your version may be older, or there is a slip of the pen.',
		'Remove them. Settings > Webhooks in ABsmartly shows which there are',
	],
	"ABsmartly registered the webhook without its events. Switch on … at '…' under Settings > Webhooks, then publish again":
		[
			'The webhook is there, but ABsmartly did not switch on the events that the node asked for.',
			'Switch them on by hand and publish again: the node finds its webhook and leaves it as it is',
		],
	'A test does not poll. Switch on Sample When Testing, or publish the workflow and look at its executions': [
		'With Poll Instead nothing would come in while you wait in the editor.',
		'Switch on Sample When Testing: the node posts a sample to itself',
	],
	"ABsmartly did not change the webhook '…' as it was asked to. Remove it under Settings > Webhooks, then publish again":
		[
			'The webhook of this node is there, but ABsmartly kept its old URL or left it disabled.',
			'Remove it by hand and publish again: the node makes a new one',
		],
	'ABsmartly Trigger could not look after its webhook: …': [
		'n8n started, and ABsmartly could not be asked or refused. The webhook that was registered before is taken to be there.',
		'Publish the workflow again: what the rest of the message says then stands in the editor',
	],
	'ABsmartly Trigger could not post its sample: …': [
		'Sample When Testing posts to the node’s own Test URL, which this n8n could not reach.',
		'Check that n8n reaches its own public address',
	],
	'ABsmartly Trigger could not remove webhook …. Remove it under Settings > Webhooks in ABsmartly: …': [
		'The workflow was unpublished, but ABsmartly would not let the node remove its webhook, or could not be reached. What it still sends is refused.',
		'Remove it by hand; its name begins with n8n',
	],
	'ABsmartly Trigger left webhook … alone, whose URL is that of another n8n. Remove it under Settings > Webhooks in ABsmartly if nothing listens there':
		[
			'n8n’s public address changed since the webhook was registered, or this n8n is a copy of another one, which still needs it.',
			'Remove it by hand if its URL is your old one',
		],
	"ABsmartly Trigger could not poll at n8n's start: …": [
		'ABsmartly could not be asked when n8n started. The workflow stays published.',
		'Nothing if the next poll works; otherwise look the rest of the message up on this page',
	],
	'ABsmartly Trigger skipped a poll: the one before still runs': [
		'Reading all experiments took longer than the time between two polls.',
		'Choose a longer time under Check Every',
	],
	'ABsmartly Trigger dropped … of …: ABsmartly does not say that it happened': [
		'Read Back asked ABsmartly about the event, twice, and it does not fit: somebody who knows the URL invented it, or it was undone since.',
		'If it was invented, give the webhook a new key with the option New Key',
	],
	'ABsmartly Trigger refused a delivery with …: the last part of its URL is not the key of this trigger': [
		'Somebody tried a URL that is not this trigger’s. After New Key that is also what becomes of deliveries to the old one.',
		'If they come from your ABsmartly, publish the workflow again, or paste the URL anew where it was entered by hand',
	],
	'ABsmartly Trigger refused a delivery with …: its body holds no event of ABsmartly': [
		'What came is no JSON, or nothing in it has a name of an event.',
		'If it comes from your ABsmartly, report it with what the delivery log under Settings > Webhooks shows',
	],
	'ABsmartly Trigger refused a delivery with …: it holds more than … events': [
		'One delivery held more events than one execution can take.',
		'If it comes from your ABsmartly, report it',
	],
	'ABsmartly Trigger refused a delivery with …: …': [
		'n8n could not read the delivery, or it is larger than n8n accepts (N8N_PAYLOAD_SIZE_MAX).',
		'If it comes from your ABsmartly, look at the delivery log under Settings > Webhooks',
	],
	'Read Back may not read this in ABsmartly. Ask an administrator to give the owner of the API key a role that may get experiments, goals and metrics (Experiment Get), or switch Read Back off':
		[
			'The key may not read the object that the event is about, so nobody can say if the event is true. The execution fails, and nothing reaches your steps.',
			'Ask for the role, or switch Read Back off, then retry the execution',
		],

	// ABsmartly
	'ABsmartly answered with status …': [
		'ABsmartly, or something in between, refused the request without a word.',
		'See [By status](#absmartlys-status) for the number',
	],
	'ABsmartly could not … …: …': [
		'ABsmartly had a fault of its own (status 500 or more). It follows in its words. A goal may have been recorded all the same.',
		'Try again later; about a goal, do what the description says',
	],
	'ABsmartly refused …: …': [
		'ABsmartly understood the request, or the goal, and says no. Its own words follow. Nothing was recorded.',
		'See [By status](#absmartlys-status) for the number in the description',
	],
	'The reply is not what ABsmartly sends': [
		'Something that is not ABsmartly answered: a proxy, a log-in page, a wrong address. For a goal it is unknown whether it was recorded.',
		'Check the endpoint of the credential: the collector’s is like https://your-company.absmartly.io/v1, the Web Console’s like https://your-company.absmartly.com/v1',
	],
	'ABsmartly did not answer within … seconds': [
		'No reply came in time. A goal may have been recorded all the same.',
		`For a goal: ${settle}`,
	],
	'ABsmartly could not be reached': [
		'There was no connection, or it broke.',
		`Check the endpoint of the credential and the network of this n8n. Where the description says that it is unknown whether the goal was recorded: ${settle}`,
	],
	'The endpoint of the ABsmartly Console API credential is not usable': [
		'The key would be sent to an address that is not protected, or that is no address.',
	],
	'This operation needs an ABsmartly Console API credential': [
		'The Web Console answers this operation, and it has a key of its own.',
	],
	'Properties as JSON is no object': ['Properties are names with values.'],
	'Achieved At is empty, and the item has no time of its own': [
		'A goal must have the time at which it happened. The node never takes “now” instead.',
	],
	'Exposed At is empty, and the item has no time of its own': [
		'An exposure must have the time at which it happened. The node never takes “now” instead.',
	],
	"Goals has the topic '…' more than once": [
		'Two rows of the table are about the same topic, and an event becomes one goal here.',
		'Leave one row for this topic, and track the other goal in another ABsmartly node',
	],
	'The goal has no name': ['An empty name would be a goal that nobody finds again.'],
	'There is no attribute': ['Attribute → Set has nothing to set.'],
	"Variant is '…'": ['The variant is not a whole number from 0 on.'],
	"The goal '…' is archived": ['The goal exists already, but ABsmartly has it archived.'],
	'ABsmartly answered with status …: …': [
		'Something that is not ABsmartly answered in its place, such as a proxy, a firewall or a log-in page. Its words stand at the end.',
		'Ask whoever looks after the network, and check the endpoint of the ABsmartly credential',
	],
	'ABsmartly refused the request that this goal was sent in, because of other goals in it': [
		'Goals go out together. Another one was wrong, and ABsmartly does not document whether it takes the rest.',
		`Mend the goals that the description names. For this one: set When Outcome Is Unknown to Send the Rest Again, and the next time this node sends the others once more by itself; or ${settle}`,
	],
	"No running experiment is named '…'": [
		'No experiment of this name runs in the application and environment of the credential.',
		'Choose one that the message’s description names, or start the experiment',
	],
	'No experiment is chosen': ['An exposure belongs to an experiment.', 'Choose one that is running'],
	'ABsmartly refused … without saying why': [
		'ABsmartly answered that it did not do this, and gave no reason.',
		'Try the same in ABsmartly Web Console, which may say more',
	],
	"'…' is not an ABsmartly ID": [
		'ABsmartly’s IDs are whole numbers. This is something else, such as a name or the address of a page.',
	],
	'The list of IDs is empty': [
		'A filter of Get Many is there, but the expression in it gave no ID. Without the filter, all experiments would be returned.',
	],
	"'…' is not a variant that can be set full on": [
		'Variants are numbered from 0, the control. Set Full On takes one of the others.',
	],
	'Dates: From (…) is after To (…)': ['The filter Dates of Get Many leaves no time between the two.'],
	"Too many experiments match the name '…' to find the newest": [
		'The Web Console finds parts of names, and this one is part of very many. They are not all looked through.',
	],
	"'…' is not a smallest and a largest number": [
		'The filters Impact and Confidence of Get Many take two numbers.',
	],
	"Dates: '…' is not a date": ['A filter of Get Many holds something that cannot be read as a date.'],
	"There is no experiment '…'": ['No experiment has this name, as far as the owner of the API key may see.'],
	"There is no archived experiment '…'": [
		'No archived experiment has this name, as far as the owner of the API key may see.',
	],
	"The experiment '…' is …, so it cannot be …": [
		'ABsmartly does not allow this change in the state that the experiment is in. Nothing was sent.',
		'Look at what the description says of the states that it is allowed in',
	],
	"The experiment '…' was restarted already: … comes after …": [
		'A restart makes a new experiment with a new ID, and the one that you gave has such a follower. A second restart of it would make a third iteration.',
		'Give the ID of the newest iteration, which the message names, or choose the experiment by its name',
	],
	"The experiment '…' was not …: …": [
		'The reply was lost, or did not show the change. The experiment was read right afterwards, and had not changed. Nothing was sent twice.',
	],
	"The experiment '…' was not restarted: …": [
		'The reply was lost, or did not name the new experiment, and there was no newer iteration right afterwards. Nothing was sent twice.',
	],
	'The comment on experiment … was not made: …': [
		'The reply was lost, and the comment was not in the experiment’s activity right afterwards. Nothing was sent twice.',
	],
	"It is unknown whether the experiment '…' was …: …": [
		'The reply was lost, and the experiment could not be read afterwards.',
		'Look at it in ABsmartly Web Console. A change of state may be run again, since it reads the state first and sends nothing that was done already; a comment would then be there twice',
	],
	'ABsmartly’s reply does not show it': [
		'ABsmartly answered that all is well, but its answer does not show the change. It stands at the end of another message.',
		'Look at the experiment in ABsmartly Web Console',
	],
	'The reply holds no results': ['Another service seems to answer at this address.'],
	"The reply holds no 'experiment'": ['Another service seems to answer at this address.'],
	"The experiment has no metric '…'": [
		'Get Results was asked for a metric that is not one of the experiment’s.',
		'Take one of the names that the description lists; case counts. Leave Metric blank for all of them',
	],
	"The reply holds no '…'": [
		'Another service seems to answer at this address.',
		'Check the endpoint of the ABsmartly credential',
	],
	'It is unknown whether this goal was sent before': [
		'An earlier execution began to send this goal, and nobody knows how that ended. It is not sent again by itself.',
		asSentence,
	],
	'This list needs an ABsmartly Console API credential': ['Lists to choose from come from the Web Console.'],
	"'…' is not a list of objects": [
		'A member of the body has another shape than ABsmartly’s.',
		'Give it as [{ … }, { … }], or leave it out',
	],
	'One of the … has no name': ['Goals, exposures and attributes are known by their names.'],
	"The properties of the goal '…' are no object": ['Properties are names with values.'],
	"The exposure of '…' is not complete": ['ABsmartly cannot count an exposure without these.'],
	'The body is no JSON object': ['Context → Publish takes the body of ABsmartly’s PUT /context.'],
	'The body names no unit': ['Nobody would be credited.'],
	'The environment cannot be sent to ABsmartly': [
		'The name of the environment holds characters that a header cannot carry.',
		'Use plain letters, digits and punctuation on one line',
	],
	'The agent cannot be sent to ABsmartly': [
		'The name of the agent holds characters that a header cannot carry.',
		'Use plain letters, digits and punctuation on one line',
	],
	'The application cannot be sent to ABsmartly': [
		'The name of the application holds characters that a header cannot carry.',
		'Use plain letters, digits and punctuation on one line',
	],
	'The endpoint of the ABsmartly credential is not usable': [
		'The key would be sent to an address that is not protected, or that is no address.',
	],
	'The ABsmartly credential names no environment': ['ABsmartly counts by environment.'],
	'… is not a text': ['A name or a key is something else than text or a number.'],
	"… is '…', which looks like a value that was not filled in": [
		'An expression found nothing and left undefined, null or its own braces behind. As an ID that would make one person of everybody.',
	],
	'… is empty': ['The time of the event is missing.'],
	'… is not a time': ['The value is a list, an object, or yes or no.'],
	"… '…' is not a time": ['The text cannot be read as a time. A date in words must name its zone.'],
	"… '…' lies outside 2010 to 2050": [
		'Seconds taken for milliseconds are in 1970, before every experiment. The goal would never count.',
	],
	"The ID of the unit '…' is not a text": [
		'The ID is a list, an object, or yes or no.',
		'Check the expression: it must give the ID that your app gives ABsmartly for this person',
	],
	"The ID of the unit '…' is empty": [
		'A unit without an ID is nobody.',
		'Check the expression, or filter out items without it',
	],
	"The ID of the unit '…' is '…', which looks like a value that was not filled in": [
		'An expression found nothing and left undefined, null or its own braces behind. It would make one person of everybody.',
		'Check the expression, or filter out items without it',
	],
	"The ID of the unit '…' has … characters, and ABsmartly takes …": [
		'The ID is too long.',
		'Check the expression: it must give the ID that your app gives ABsmartly for this person',
	],
	'A unit has no type': ['A row of Units does not say which kind of ID it is.'],
	"A unit takes its ID from '…', which is none of the choices": [
		'An expression or a workflow made elsewhere gives another value.',
		'Choose one of the values of ID From',
	],
	'There is no unit': ['Without a unit the goal would count for nobody.'],
	'Nothing says whether this contact is a lead or a user': [
		'Its external ID looks like one that Intercom made up for a lead, whom your experiments do not know.',
		'Switch Look Up Unknown Roles on in the trigger, or choose Use in Options > External ID of Unknown Role if your app’s own IDs look like this',
	],
	'There is no ID for any of the units': [
		'The item names nobody that your experiments know: a lead of Intercom, or a contact without an external ID.',
		'Take the ID from elsewhere, filter such items out, or choose in Options > Events Without Unit what becomes of them',
	],

	// n8n's log
	'Intercom Polling Trigger skipped a poll: the one before still runs': [
		'n8n began a poll before the last one had ended. Nothing is lost: the next one reads on.',
		'Nothing, or poll less often',
	],
	"Intercom Polling Trigger could not poll at n8n's start: …": [
		'Intercom could not be asked when n8n started. The workflow stays published.',
		'Nothing if the next poll works; otherwise look the rest of the message up on this page',
	],
	'Intercom Trigger refused a delivery with …: n8n could not start the workflow with the events that came together':
		[
			'Collect Events had put this event to others, and n8n could not make their execution. Intercom sends all of them again.',
			'Look at the log of n8n and at its database',
		],
	'Intercom Trigger refused a delivery with …: the Intercom credential could not be read': [
		'n8n could not give the credential to the trigger, for example with another encryption key. Intercom sends the event again.',
		'Open the credential. With several processes, give all the same N8N_ENCRYPTION_KEY',
	],
	'Intercom Trigger refused a delivery with …: …': [
		'A delivery was not from your Intercom app, or its signature could not be checked.',
		'See [Refused deliveries](#refused-deliveries) for the reason',
	],
	'Intercom Trigger could not post its sample: …': [
		'Sample When Testing posts to the node’s own Test URL, which this n8n could not reach.',
		'Check that n8n reaches its own public address',
	],
	'… could not check its credential, and ignores nobody’s doings as its own until it can: …': [
		'Intercom did not answer when the workflow was published, so the node does not know whose token it has, and Ignore → Own Changes has no effect.',
		'Publish the workflow again when Intercom answers',
	],
	'…: … broke off: …': [
		'A download stopped before its end.',
		'Nothing if the execution went well: it was tried again',
	],
};

/** Why deliveries are refused. */
export const refusalMeanings: Record<string, Meaning> = {
	'its body could not be read': [
		'The sender hung up early, or the body is not compressed as its Content-Encoding says.',
		'Nothing: Intercom sends its events again. If it happens often, look at the proxy in front of n8n',
	],
	'its body is larger than n8n accepts': [
		'Intercom’s events are far smaller than the 16 MiB that n8n accepts.',
		'Nothing, unless you set N8N_PAYLOAD_SIZE_MAX lower: then raise it',
	],
	'its body is a multipart form': [
		'n8n keeps no bytes of a multipart form to check the signature with. Intercom sends JSON.',
		'Look for who else posts to this address',
	],
	'it carries no X-Hub-Signature': [
		'Intercom signs every event. Somebody else, or a test by hand, called the address.',
		'Nothing, unless a proxy takes the header away: then let it through',
	],
	'its X-Hub-Signature has another form than Intercom’s': [
		'Intercom’s is sha1= and 40 hexadecimal digits.',
		'Nothing, unless a proxy changes the header',
	],
	'the Intercom credential holds no client secret': [
		'There is nothing to check the signature with.',
		'Paste the client secret into the credential',
	],
	'its X-Hub-Signature does not fit the body and the client secret': [
		'The secret is another app’s or was changed, or something in between changed the body.',
		'Compare the client secret with Developer Hub > your app > Configure > Basic Information. See [Secure webhooks](secure-webhooks.md#change-the-secret)',
	],
	'its body is not an Intercom notification': [
		'The signature was right or not checked, but the body has no topic.',
		'Look for who else posts to this address',
	],
};
