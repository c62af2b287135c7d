import { useEffect, useLayoutEffect, useRef } from "react";
import type { RefObject } from "react";

/** Something that lives in an element beside React. */
export interface Attached<Props> {
  /** Called after every change of what it is given. */
  readonly update: (props: Props) => void;
  readonly destroy: () => void;
}

/** Make something in an element once, keep it told of the newest props, and end it with the component. */
export function useAttached<Props>(
  element: RefObject<HTMLElement | null>,
  attach: (element: HTMLElement, latest: () => Props) => Attached<Props>,
  props: Props,
): void {
  const newest = useRef(props);
  const made = useRef<Attached<Props> | null>(null);
  const begin = useRef(attach);
  useLayoutEffect(() => {
    newest.current = props;
  });
  useLayoutEffect(() => {
    const place = element.current;
    if (place === null) {
      return undefined;
    }
    const thing = begin.current(place, () => newest.current);
    made.current = thing;
    return () => {
      made.current = null;
      thing.destroy();
    };
  }, [element]);
  useEffect(() => made.current?.update(props));
}
