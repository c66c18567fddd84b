/** What a module's code has thrown where nobody could catch it. */
export interface StrayErrors extends Disposable {
  /** @throws the first of them, if there was one */
  throwIfAny(): void;
}

/** Keeps stray errors from ending the program, until it is disposed. */
export function catchStrayErrors(): StrayErrors {
  const caught: unknown[] = [];
  const onError = (event: ErrorEvent | PromiseRejectionEvent) => {
    event.preventDefault();
    caught.push(event instanceof ErrorEvent ? event.error : event.reason);
  };
  addEventListener("error", onError);
  addEventListener("unhandledrejection", onError);
  return {
    throwIfAny() {
      if (caught.length === 0) return;
      const cause = caught[0];
      throw new Error("nobody handled an error", { cause });
    },
    [Symbol.dispose]() {
      removeEventListener("error", onError);
      removeEventListener("unhandledrejection", onError);
    },
  };
}
