import { Panel, useReactFlow } from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import { Hint } from "@/components/hint";
import { Button } from "@/components/ui/button";
import { useCanvasFocus } from "@/hooks/use-canvas-focus";
import type { LucideIcon } from "lucide-react";

const QUICK = { duration: 150 } as const;

/** Zoom, and follow what is searched for. */
export function CanvasControls({ text }: { text: string }) {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  useCanvasFocus(text);
  return (
    <Panel position="bottom-left" className="flex rounded-md border bg-background">
      <Control label="Zoom in" icon={Plus} act={() => void zoomIn(QUICK)} />
      <Control label="Zoom out" icon={Minus} act={() => void zoomOut(QUICK)} />
      <Control
        label="Show all"
        icon={Maximize}
        act={() => void fitView({ ...QUICK, maxZoom: 1, padding: 0.04 })}
      />
    </Panel>
  );
}

function Control({ label, icon: Icon, act }: { label: string; icon: LucideIcon; act: () => void }) {
  return (
    <Hint text={label}>
      <Button variant="ghost" size="icon" aria-label={label} onClick={act}>
        <Icon aria-hidden />
      </Button>
    </Hint>
  );
}
