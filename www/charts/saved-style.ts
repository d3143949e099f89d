// Holds the colours of a saved picture: the light page's, written out, because a file has no page around it.

export const savedStyle = `svg { background: #fff; font: 13px 'Source Sans 3', 'Source Sans Pro', system-ui, sans-serif; }
text { fill: #1b1c1e; } .label { fill: #474a50; } .strong { font-weight: 600; } .mark { fill: #b0520c; } .rest { fill: #6f747c; }
.faint { fill: #d5d2ca; }
.band { fill: #e6c6aa; } .end { stroke: #b0520c; stroke-dasharray: 3 3; } .hatched { fill: #e9d5c3; stroke: #b0520c; } .hatch { stroke: #b0520c; } .hollow { fill: #fff; stroke: #8a8880; }
.axis, .leader { stroke: #8a8880; fill: none; } .stem { stroke: #b0520c; stroke-width: 2; } .reach { fill: none; }
.grid { stroke: #dedbd3; } .own { fill: none; stroke: #b0520c; stroke-width: 2.5; } .average { fill: none; stroke: #6f747c; stroke-width: 2.5; stroke-dasharray: 6 4; }
.track { fill: #d5d2ca; } .group-0 { fill: #2f67a8; } .group-1 { fill: #8b4a99; } .group-2 { fill: #1f7a70; }
.group-3 { fill: #5d626a; } .group-4 { fill: #6f6a16; } .group-5 { fill: #a03a5c; } .cloud path { opacity: 0.75; }
.halo { font-weight: 600; paint-order: stroke; stroke: #fff; stroke-width: 4px; stroke-linejoin: round; }
.oval { fill: #e6c6aa; fill-opacity: 0.8; stroke: #b0520c; } .star { fill: #b0520c; stroke: #fff; stroke-width: 1.5px; }`;
