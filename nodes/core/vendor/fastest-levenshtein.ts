/** The number of edits between two words. */
export { distance } from 'fastest-levenshtein';
