/** A traceback as Python prints it; long ones scroll in their own box. */
export function Traceback({ text }: { text: string }) {
  return (
    <pre
      tabIndex={0}
      role="region"
      aria-label="Traceback"
      className="max-h-96 overflow-auto rounded-md border bg-rail px-3 py-2 font-mono text-xs leading-[18px]"
    >
      {text}
    </pre>
  );
}
