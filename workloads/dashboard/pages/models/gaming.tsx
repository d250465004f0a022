import { useState } from "react";
import { type Mode, play } from "../../api/manager.ts";
import type { ManagerStatus } from "../../api/manager-shapes.ts";
import { words } from "../../words/index.ts";

const said = words.models;

export function Gaming({ of: { state, why, hand } }: { of: ManagerStatus["gaming"] }) {
  const [wrong, setWrong] = useState<string>();
  const isOn = state !== "off";
  const turn = (mode: Mode) => {
    setWrong(undefined);
    play(mode).catch((error: Error) => setWrong(error.message));
  };
  return (
    <section className={`card gaming ${state}`}>
      <div className="row spread">
        <div>
          <h2 id="gaming">{said.gaming}</h2>
          <p className="quiet" role="status">
            {said.gamingState[state]} {hand ? said.byHand : why}
          </p>
        </div>
        <button
          type="button"
          role="switch"
          aria-checked={isOn}
          aria-labelledby="gaming"
          className="switch"
          onClick={() => turn(isOn ? "off" : "on")}
        />
      </div>
      {hand && (
        <button type="button" className="bare" onClick={() => turn("auto")}>
          {said.auto}
        </button>
      )}
      {wrong && (
        <p className="wrong" role="alert">
          {wrong}
        </p>
      )}
    </section>
  );
}
