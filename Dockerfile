# One image for the API, the worker and the migration: the command says which.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY apps apps
COPY bin bin
COPY packages packages
COPY prisma prisma
COPY scripts scripts
COPY tsconfig.base.json tsconfig.json ./
RUN npm run build
# The build's own tools stay behind.
RUN npx --yes pnpm@10.34.9 install --frozen-lockfile --prod --config.confirmModulesPurge=false

FROM node:22-bookworm-slim AS runtime
RUN apt-get update \
  && apt-get install --yes --no-install-recommends bubblewrap ca-certificates git openssh-client \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app /app
RUN mkdir /data && chown node:node /data
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=1 \
    MALLOC_TRIM_THRESHOLD_=131072 \
    HOST=0.0.0.0 \
    PORT=4680 \
    WINDLASS_DATA=/data \
    WINDLASS_WEB_DIR=/app/apps/web/dist
USER node
VOLUME /data
EXPOSE 4680
CMD ["node", "--enable-source-maps", "--expose-gc", "--no-wasm-tier-up", "--no-wasm-dynamic-tiering", "apps/api/dist/bundle/server.js"]
