/** Whether a secret may be sent to this address: only over https, or on this machine. */
export function isSafeAddress(address: string): boolean {
	if (!URL.canParse(address)) return false;
	const { protocol, hostname } = new URL(address);
	const loopback = ['localhost', '[::1]'].includes(hostname) || /^127(\.\d{1,3}){3}$/.test(hostname);
	return protocol === 'https:' || (protocol === 'http:' && loopback);
}
