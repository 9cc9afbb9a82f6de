// Lets search work on a page that is opened from a disk (file://), where browsers start no worker: the worker's script
// runs in a hidden frame instead. Over http this file does nothing.
(() => {
  if (location.protocol !== "file:") return;

  class FrameWorker extends EventTarget {
    constructor(script) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      this.inside = frame.contentWindow;
      this.inside.postMessage = (answer) => this.dispatchEvent(new MessageEvent("message", { data: answer }));
      this.inside.importScripts = (...more) => more.reduce((ready, one) => ready.then(() => this.load(one)), Promise.resolve());
      this.ready = this.load(new URL(script, location));
    }

    load(script) {
      return new Promise((loaded, failed) => {
        const element = this.inside.document.createElement("script");
        Object.assign(element, { src: script, onload: loaded, onerror: failed });
        this.inside.document.head.append(element);
      });
    }

    postMessage(question) {
      this.ready.then(() => this.inside.dispatchEvent(new MessageEvent("message", { data: question })));
    }

    terminate() {
      this.inside.frameElement.remove();
    }
  }

  window.IFrameWorker = window.Worker = FrameWorker;
})();
