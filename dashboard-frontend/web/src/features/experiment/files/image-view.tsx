/** A raster image on a plain ground, no larger than its place. */
export function ImageView({ address, name }: { address: string; name: string }) {
  return (
    <div className="flex min-h-0 flex-1 items-start overflow-auto p-4">
      <img src={address} alt={name} className="max-w-full rounded-md border bg-white" />
    </div>
  );
}
