import http from "node:http";
import type { AddressInfo } from "node:net";

interface Post {
  readonly number: number;
  readonly id: number;
  readonly html_url: string;
  readonly user: { readonly login: string; readonly type: string };
  readonly body: string;
  readonly title?: string;
  readonly state?: string;
}

/** As much of GitHub's REST API as the workflows ask, on this machine. */
export class GitHubServer {
  readonly repository = "acme/aws";
  readonly comments: Post[] = [];
  readonly issues: Post[] = [];
  /** What is answered to other questions, by path below the repository and without pages. */
  readonly answers = new Map<string, unknown>();
  readonly #server = http.createServer((request, response) => void this.#serve(request, response));

  /** Starts it; returns its address. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const body = text === "" ? {} : (JSON.parse(text) as object);
    const route = request.url!.replace(`/repos/${this.repository}/`, "").replace(/[?&]per_page=.*$/, "");
    const answer = this.answers.get(route) ?? this.#posts(request.method!, route.replace(/\?.*/, ""), body);
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { message: `nothing at ${request.method} ${route}` }));
  }

  #posts(method: string, route: string, body: Partial<Post>): unknown {
    const login = "github-actions[bot]";
    if (route === "/graphql") return { data: { viewer: { login } } };
    const posts = /comments/.test(route) ? this.comments : this.issues;
    if (method === "GET" && /^issues(\/\d+\/comments)?$/.test(route)) return posts;
    if (method === "POST") {
      const id = posts.length + 1;
      const post = {
        id,
        number: id,
        html_url: `https://github.com/${id}`,
        user: { login, type: "Bot" },
        body: "",
        ...body,
      };
      posts.push(post);
      return post;
    }
    const at = posts.findIndex(({ id }) => id === Number(/\d+$/.exec(route)?.[0]));
    return method === "PATCH" && at !== -1 ? (posts[at] = { ...posts[at]!, ...body }) : undefined;
  }
}
