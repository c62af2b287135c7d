import { formatBytes } from "../format/bytes";
import { formatDuration } from "../format/duration";
import type { ResourcesRecord } from "../api/schema.gen";

export interface ResourceFact {
  readonly label: string;
  readonly text: string;
}

/** What an attempt took, in words; what was not measured is left out. */
export function resourceFacts(resources: ResourcesRecord): readonly ResourceFact[] {
  const { wall_s, cpu_user_s, cpu_system_s, peak_rss_bytes, read_bytes, write_bytes } = resources;
  const { gpus, gpu_memory_peak_bytes, gpu_utilisation_percent, gpu_scope } = resources;
  const cpu = cpu_user_s + cpu_system_s;
  const share = wall_s > 0 ? ` · ${(cpu / wall_s).toFixed(cpu / wall_s < 10 ? 1 : 0)} cores busy` : "";
  const facts: readonly (ResourceFact | null)[] = [
    { label: "Processor", text: `${formatDuration(cpu)}${share}` },
    peak_rss_bytes === null ? null : { label: "Memory", text: `${formatBytes(peak_rss_bytes)} at most` },
    read_bytes === null ? null : { label: "Read", text: formatBytes(read_bytes) },
    write_bytes === null ? null : { label: "Written", text: formatBytes(write_bytes) },
    gpus.length === 0 ? null : { label: "GPU", text: gpus.join(", ") },
    gpu_memory_peak_bytes === null
      ? null
      : {
          label: "GPU memory",
          text: `${formatBytes(gpu_memory_peak_bytes)} at most${gpu_scope === "device" ? ", of the whole device" : ""}`,
        },
    gpu_utilisation_percent === null
      ? null
      : { label: "GPU busy", text: `${gpu_utilisation_percent.toFixed(0)} % on average` },
  ];
  return facts.filter((one) => one !== null);
}
