/** JSON Web Tokens. */
export { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
