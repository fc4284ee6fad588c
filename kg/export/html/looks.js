// Looks: the colours and shapes of types, the dashes and heads of lines; drawing, legend and picture share them.

import { TYPES, computed } from "./data.js";

export const PALETTE = {
  light: [
    "#2563d9",
    "#0b8457",
    "#c2410c",
    "#96690b",
    "#b4237f",
    "#7440d6",
    "#0a7f96",
    "#4d5d73",
    "#5c7a12",
    "#be1f43",
    "#68738a",
  ],
  dark: [
    "#6ea8ff",
    "#3fcb98",
    "#ff8d5e",
    "#dcae48",
    "#f07abb",
    "#b39dff",
    "#45c3db",
    "#a8b5c7",
    "#b3c95a",
    "#ff7f96",
    "#8f9bb0",
  ],
};

const KNOWN = [
  "Person",
  "Organization",
  "Country",
  "Place",
  "Event",
  "CreativeWork",
  "Product",
  "Law",
  "Language",
  "Group",
  "Concept",
];

/** Shapes of radius about 1, as SVG paths: the canvas and the legend draw the same ones. */
export const SHAPES = [
  "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1-1 0Z",
  "M-.9-.9H.9V.9H-.9Z",
  polygon(6, 1.1, 0),
  polygon(3, 1.25, Math.PI / 2, 0.15),
  starShape(5, 1.3, 0.58),
  "M0-1.25 1.05 0 0 1.25-1.05 0Z",
  polygon(3, 1.25, -Math.PI / 2, -0.15),
  "M-.42-1.1H.42V-.42H1.1V.42H.42V1.1H-.42V.42H-1.1V-.42H-.42Z",
  polygon(5, 1.12, -Math.PI / 2),
  polygon(8, 1.08, Math.PI / 8),
  "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1-1 0Z",
  starShape(8, 1.2, 0.85),
  "M-1.2-.6H1.2V.6H-1.2Z",
];

function polygon(corners, radius, turn, shift = 0) {
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / corners;
    return `${(radius * Math.cos(angle)).toFixed(3)} ${(radius * Math.sin(angle) - shift * 1.5).toFixed(3)}`;
  });
  return "M" + points.join("L") + "Z";
}

function starShape(tips, outer, inner) {
  const points = Array.from({ length: tips * 2 }, (_, i) => {
    const angle = -Math.PI / 2 + (Math.PI * i) / tips;
    const radius = i % 2 ? inner : outer;
    return `${(radius * Math.cos(angle)).toFixed(3)} ${(radius * Math.sin(angle)).toFixed(3)}`;
  });
  return "M" + points.join("L") + "Z";
}

/** Number of a type's colour and shape: its place in the model, then onwards for types beyond it. */
function lookOf(type) {
  const known = KNOWN.indexOf(TYPES[type]);
  const place = known >= 0 ? known : KNOWN.length + type;
  return { color: place % 11, shape: known >= 0 ? known : place % SHAPES.length };
}

export let LOOKS;
computed(() => (LOOKS = TYPES.map((_, type) => lookOf(type))));

/** Lines by stroke: dashes and width in pixels, and the head of the arrow. */
export const STROKES = [
  { dashes: false, head: "arrow", word: "solid line" },
  { dashes: [9, 5], head: "arrow", word: "long dashes" },
  { dashes: [2, 5], head: "vee", word: "dots" },
  { dashes: [7, 3, 2, 3], head: "bar", word: "dash-dot line with a bar at its end" },
];

/** The heads of lines, at the end of one that ends at 29, 6. */
export const HEADS = {
  arrow: "M26 2.5 34 6 26 9.5Z",
  vee: "M26 2.5 34 6 26 9.5 29 6Z",
  bar: "M29 1.5H31.5V10.5H29Z",
};
