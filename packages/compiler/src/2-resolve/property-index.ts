import type { Path } from "../path.js";

type Node<T> = { value?: T; children?: Map<string, Node<T>> };

/** Values by path, which can also be asked for below one. */
export class PropertyIndex<T> {
  private readonly root: Node<T> = {};

  set(path: Path, value: T): void {
    let node = this.root;
    for (const key of path) {
      node.children ??= new Map();
      const next: Node<T> = node.children.get(String(key)) ?? {};
      node.children.set(String(key), next);
      node = next;
    }
    node.value = value;
  }

  get(path: Path): T | undefined {
    return this.find(path)?.value;
  }

  delete(path: Path): void {
    const node = this.find(path);
    if (node) delete node.value;
  }

  /** The values at a path and below it, in the order in which they were added. */
  below(path: Path): T[] {
    const found: T[] = [];
    const open = [this.find(path)];
    for (let node = open.pop(); node; node = open.pop()) {
      if (node.value !== undefined) found.push(node.value);
      if (node.children) open.push(...Array.from(node.children.values()).reverse());
    }
    return found;
  }

  private find(path: Path): Node<T> | undefined {
    let node: Node<T> | undefined = this.root;
    for (const key of path) node = node?.children?.get(String(key));
    return node;
  }
}
