import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { queries } from "@/hooks/queries";

/** The columns whose names contain a text: of what a query leaves, or of everything where it leaves nothing. */
export function useFields(rest: string, text: string, enabled = true) {
  const inside = useQuery({ ...queries.columns(rest, text), enabled, placeholderData: keepPreviousData });
  const nothing = rest !== "" && inside.data?.total === 0 && !inside.isPlaceholderData;
  const anywhere = useQuery({
    ...queries.columns("", text),
    enabled: enabled && nothing,
    placeholderData: keepPreviousData,
  });
  return nothing ? anywhere : inside;
}
