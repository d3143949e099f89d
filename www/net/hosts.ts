// Names the hosts the page may read from; a deployment points at its mirror in hosts.json, before it builds.
import written from './hosts.json' with { type: 'json' };

export const hosts: { readonly catalog: string; readonly files: string } = written;
