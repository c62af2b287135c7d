/** An HTML file in a frame with an origin of its own: its scripts run, and reach nothing. */
export function PageView({ address, name }: { address: string; name: string }) {
  return (
    <>
      <p className="shrink-0 border-b px-4 py-1 text-muted-foreground">
        Shown apart from the dashboard: its scripts run, and can load nothing from anywhere.
      </p>
      <iframe
        title={`Page ${name}`}
        src={address}
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
        className="min-h-80 w-full flex-1 border-0 bg-white"
      />
    </>
  );
}
