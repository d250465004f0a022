import { Component, type ReactNode } from "react";
import { words } from "../words/index.ts";

/** A page that breaks says so, and takes nothing else along. */
export class Safe extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <div className="card broken" role="alert">
        <p>{words.errors.page}</p>
        <button type="button" onClick={() => location.reload()}>
          {words.errors.reload}
        </button>
      </div>
    );
  }
}
