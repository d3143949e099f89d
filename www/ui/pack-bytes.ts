// Says how large the reference pack is, before it is fetched: a test holds this to the pack that comes with the page.

export const packBytes = 590_000;
