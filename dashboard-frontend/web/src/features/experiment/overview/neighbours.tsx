import { DEPENDENTS_SHOWN } from "@furu/core/api/queries";
import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { AllLevels } from "./all-levels";
import { NeighbourList } from "@/components/neighbour-list";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import { queries } from "@/hooks/queries";

const route = getRouteApi("/experiments/$id");

/** What it uses and what uses it: directly, or through others as far as it goes. */
export function Neighbours({ id }: { id: string }) {
  const { levels } = route.useSearch();
  const navigate = route.useNavigate();
  const all = levels === "all";
  return (
    <>
      <div className="flex h-10 items-center gap-2 px-4">
        <span className="text-muted-foreground">Connected</span>
        <ToggleGroup
          type="single"
          aria-label="Levels"
          value={all ? "all" : "direct"}
          onValueChange={(value) =>
            value !== "" && void navigate({ search: value === "all" ? { levels: "all" } : {}, replace: true })
          }
          className="ml-auto"
        >
          <ToggleGroupItem value="direct">Direct</ToggleGroupItem>
          <ToggleGroupItem value="all">All levels</ToggleGroupItem>
        </ToggleGroup>
      </div>
      {all ? (
        <>
          <AllLevels
            title="Dependencies"
            condition={`upstream("${id}")`}
            nothing="It uses no other experiment."
          />
          <AllLevels
            title="Dependents"
            condition={`downstream("${id}")`}
            nothing="No other experiment uses it."
          />
        </>
      ) : (
        <DirectNeighbours id={id} />
      )}
    </>
  );
}

function DirectNeighbours({ id }: { id: string }) {
  const { data: dependencies } = useSuspenseQuery(queries.dependencies(id));
  const { data: dependents } = useSuspenseQuery(queries.dependents(id, DEPENDENTS_SHOWN));
  return (
    <>
      <NeighbourList title="Dependencies" neighbours={dependencies} nothing="It uses no other experiment." />
      <NeighbourList title="Dependents" neighbours={dependents} nothing="No other experiment uses it." />
    </>
  );
}
