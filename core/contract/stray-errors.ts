/** What a module's code has thrown where nobody could catch it. */
export interface StrayErrors extends Disposable {
  /** The first since this was asked last, if there was one. */
  take(): Promise<Error | undefined>;
}

/** Keeps stray errors from ending the program, until it is disposed. */
export function catchStrayErrors(): StrayErrors {
  const caught: Error[] = [];
  const onError = (event: ErrorEvent | PromiseRejectionEvent) => {
    event.preventDefault();
    const cause = event instanceof ErrorEvent ? event.error : event.reason;
    caught.push(new Error("nobody handled an error", { cause }));
  };
  addEventListener("error", onError);
  addEventListener("unhandledrejection", onError);
  return {
    async take() {
      // That nobody handles a rejection is known a turn after it.
      await new Promise((resolve) => setTimeout(resolve));
      return caught.splice(0)[0];
    },
    [Symbol.dispose]() {
      removeEventListener("error", onError);
      removeEventListener("unhandledrejection", onError);
    },
  };
}
