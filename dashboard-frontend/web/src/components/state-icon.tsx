import { stateRow } from "@furu/core/states";
import { cn } from "./ui/class-names";
import type { State } from "@furu/core/api/schema.gen";
import type { StandingShape } from "@furu/core/standings";
import type { ReactNode } from "react";

const RING = { cx: 8, cy: 8, r: 5.75, fill: "none", stroke: "currentColor", strokeWidth: 1.5 } as const;
const LINE = { fill: "none", strokeWidth: 1.6, strokeLinecap: "round", strokeLinejoin: "round" } as const;

/** One drawing a shape, 16 px, in the colour of its state: each can be told apart without colour. */
const SHAPES: Readonly<Record<StandingShape, ReactNode>> = {
  "disc-check": (
    <>
      <circle cx="8" cy="8" r="6.5" fill="currentColor" />
      <path d="m5.3 8.2 1.9 1.9 3.6-4" stroke="var(--background)" {...LINE} />
    </>
  ),
  arc: (
    <>
      <circle {...RING} opacity="0.28" strokeWidth="2" />
      <path
        d="M8 2.25A5.75 5.75 0 0 1 13.75 8"
        stroke="currentColor"
        {...LINE}
        strokeWidth="2"
        className="turning"
      />
    </>
  ),
  clock: (
    <>
      <circle {...RING} />
      <path d="M8 5v3.2l2 1.2" stroke="currentColor" {...LINE} strokeWidth="1.4" />
    </>
  ),
  "disc-cross": (
    <>
      <rect x="1.75" y="1.75" width="12.5" height="12.5" rx="3" fill="currentColor" />
      <path d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6" stroke="var(--background)" {...LINE} />
    </>
  ),
  bolt: <path d="M9.2 1 3.2 9h3.9l-.6 6 6.3-8.4H8.6L9.2 1Z" fill="currentColor" />,
  loop: (
    <>
      <path d="M3.3 6.2A5.25 5.25 0 1 1 2.8 9" stroke="currentColor" {...LINE} />
      <path d="M2.6 2.9v3.5h3.5" stroke="currentColor" {...LINE} />
    </>
  ),
  "barred-ring": (
    <>
      <circle {...RING} />
      <path d="m4 4 8 8" stroke="currentColor" {...LINE} strokeWidth="1.5" />
    </>
  ),
  "dashed-ring": <circle {...RING} strokeDasharray="2.4 2.1" />,
  "ring-check": (
    <>
      <circle {...RING} />
      <path d="m5.4 8.2 1.8 1.8 3.4-3.8" stroke="currentColor" {...LINE} strokeWidth="1.5" />
    </>
  ),
  "ring-arrow": (
    <>
      <circle {...RING} />
      <path d="M5.2 8h5.4m-2.2-2.3L10.7 8l-2.3 2.3" stroke="currentColor" {...LINE} strokeWidth="1.4" />
    </>
  ),
  "ring-minus": (
    <>
      <circle {...RING} />
      <path d="M5.3 8h5.4" stroke="currentColor" {...LINE} strokeWidth="1.5" />
    </>
  ),
  "ring-dots": (
    <>
      <circle {...RING} />
      <path d="M5.5 8h0m2.5 0h0m2.5 0h0" stroke="currentColor" {...LINE} />
    </>
  ),
};

/** A state's shape in its colour; silent when the state stands beside it as a word. */
export function StateIcon({ state, ...rest }: { state: State; label?: string; className?: string }) {
  return <ShapeIcon {...stateRow(state)} label={undefined} {...rest} />;
}

interface ShapeIconProps {
  readonly shape: StandingShape;
  readonly token: State;
  readonly label?: string | undefined;
  readonly className?: string;
}

/** A shape in the colour of a state. */
export function ShapeIcon({ shape, token, label, className }: ShapeIconProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      className={cn("size-4 shrink-0", className)}
      style={{ color: `var(--state-${token})` }}
      {...(label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    >
      {SHAPES[shape]}
    </svg>
  );
}
