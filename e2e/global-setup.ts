import { openStage } from "./stage";
import { enter, setWorld } from "./world";

/** Set the stage once, and exchange its address for the session that all tests use. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const stage = await openStage("world");
  try {
    const { close, ...facts } = stage;
    setWorld({ ...facts, ...(await enter(stage)) });
    return close;
  } catch (error) {
    await stage.close();
    throw error;
  }
}
