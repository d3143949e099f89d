// Says what whoever runs this page declares of it: deployment.json, or another file in its place, before the page is built.
import written from './deployment.json' with { type: 'json' };

export const deployment: { readonly commercial: boolean } = written;
