import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

/** Keep what is on screen under a name. */
export function SaveForm({ waiting, save }: { waiting: boolean; save: (name: string) => void }) {
  const [name, setName] = useState("");
  return (
    <form
      className="flex shrink-0 items-center gap-1.5 border-b p-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") {
          save(name.trim());
          setName("");
        }
      }}
    >
      <Input
        aria-label="Name of the new view"
        placeholder="Save this view as…"
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
        autoComplete="off"
      />
      <Button type="submit" variant="outline" disabled={waiting || name.trim() === ""}>
        Save
      </Button>
    </form>
  );
}
