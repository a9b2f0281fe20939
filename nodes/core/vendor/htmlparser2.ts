/** HTML's tokens, and its entities as browsers read them in attributes: `&copy=1` stays, `&copy;` and `&#60` do not. */
export { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
export { decodeHTMLAttribute } from 'entities';
