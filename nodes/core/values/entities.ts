import { decodeHTMLAttribute } from '../vendor/htmlparser2';

/** `&lt;`, `&#60;` and `&#x3c;` → `<`, once: what that makes stays. Unknown names, and `&copy=1` in an address, stay as they are. */
export const unescaped = (text: string): string => (text.includes('&') ? decodeHTMLAttribute(text) : text);
