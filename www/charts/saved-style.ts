// Holds the colours of a saved picture: the light page's, written out, because a file has no page around it.

export const savedStyle = `svg { background: #fff; font: 13px 'Source Sans 3', 'Source Sans Pro', system-ui, sans-serif; }
text { fill: #1b1c1e; } .label { fill: #474a50; } .strong { font-weight: 600; } .mark { fill: #b0520c; } .rest { fill: #6f747c; }
.faint { fill: #d5d2ca; }
.band { fill: #e6c6aa; } .end { stroke: #b0520c; stroke-dasharray: 3 3; } .hatched { fill: #e9d5c3; stroke: #b0520c; } .hatch { stroke: #b0520c; } .hollow { fill: #fff; stroke: #8a8880; }
.axis, .leader { stroke: #8a8880; fill: none; } .stem { stroke: #b0520c; stroke-width: 2; } .reach { fill: none; }
.grid { stroke: #dedbd3; } .own { fill: none; stroke: #b0520c; stroke-width: 2.5; } .average { fill: none; stroke: #6f747c; stroke-width: 2.5; stroke-dasharray: 6 4; }`;
