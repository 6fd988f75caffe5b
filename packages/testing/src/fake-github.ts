import http from "node:http";
import type { AddressInfo } from "node:net";

export interface FakePost {
  id: number;
  number: number;
  body: string;
  title?: string;
  state?: string;
  html_url: string;
  user: { login: string; type: string };
  pull_request?: object;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** As much of GitHub's REST API as writing a comment or an issue takes, on this machine. */
export class FakeGitHub {
  readonly comments: FakePost[] = [];
  readonly issues: FakePost[] = [];
  /** `METHOD path` of every request. */
  readonly requests: string[] = [];
  /** Answers given before those of the API, in order; `undefined` cuts the connection. */
  readonly failures: (Answer | undefined)[] = [];
  readonly viewer = "github-actions[bot]";
  token = "t0ken";
  #server = http.createServer((request, response) => void this.#serve(request, response));
  #next = 1;

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Something somebody wrote. */
  post(to: FakePost[], body: string, login = "octocat", more: Partial<FakePost> = {}): FakePost {
    const id = this.#next++;
    const type = login.endsWith("[bot]") ? "Bot" : "User";
    const url = `${this.url}/acme/aws/${to === this.comments ? `pull/7#issuecomment-${id}` : `issues/${id}`}`;
    const made: FakePost = { id, number: id, body, html_url: url, user: { login, type }, ...more };
    to.push(made);
    return made;
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    this.requests.push(`${request.method} ${request.url}`);
    const failing = this.failures.length > 0;
    const failure = this.failures.shift();
    if (failing && failure === undefined) return void request.socket.destroy();
    const answer =
      failure ??
      (request.headers.authorization !== `token ${this.token}` &&
      request.headers.authorization !== `bearer ${this.token}`
        ? { status: 401, body: { message: "Bad credentials" } }
        : this.#answer(
            request.method!,
            new URL(request.url!, this.url),
            text === "" ? {} : (JSON.parse(text) as object),
          ));
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  }

  #answer(method: string, url: URL, body: Partial<FakePost>): Answer {
    if (url.pathname === "/graphql") return { status: 200, body: { data: { viewer: { login: this.viewer } } } };
    if ((body.body?.length ?? 0) > 65_536)
      return { status: 422, body: { message: "Body is too long (maximum is 65536 characters)" } };
    const route = `${method} ${url.pathname}`;
    const one = /^\/repos\/acme\/aws\/issues(\/comments)?\/(\d+)$/.exec(url.pathname);
    if (route === "GET /repos/acme/aws/issues/7/comments") return this.#page(this.comments, url);
    if (route === "GET /repos/acme/aws/issues")
      return this.#page(
        this.issues.filter(({ state = "open" }) => state === url.searchParams.get("state")),
        url,
      );
    if (route === "POST /repos/acme/aws/issues/7/comments")
      return { status: 201, body: this.post(this.comments, body.body!, this.viewer) };
    if (route === "POST /repos/acme/aws/issues")
      return { status: 201, body: this.post(this.issues, body.body!, this.viewer, { title: body.title! }) };
    const posts = one?.[1] === undefined ? this.issues : this.comments;
    const at = posts.findIndex(({ id }) => id === Number(one?.[2]));
    if (at !== -1 && method === "PATCH") return { status: 200, body: Object.assign(posts[at]!, body) };
    if (at !== -1 && method === "DELETE") {
      posts.splice(at, 1);
      return { status: 204 };
    }
    return { status: 404, body: { message: "Not Found" } };
  }

  #page(posts: readonly FakePost[], url: URL): Answer {
    const size = Number(url.searchParams.get("per_page"));
    const page = Number(url.searchParams.get("page") ?? 1);
    const next = new URL(url);
    next.searchParams.set("page", String(page + 1));
    return {
      status: 200,
      body: posts.slice((page - 1) * size, page * size),
      headers: posts.length > page * size ? { link: `<${next.href}>; rel="next"` } : {},
    };
  }
}
