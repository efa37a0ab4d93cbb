// What the DatanetFactory says: a Datanet came to be, and which contract speaks for it from this block on.
import type { Decoders } from '../decoder'

export const datanetFactory: Decoders<'DatanetFactory'> = {
  DatanetCreated: (fields) => ({
    kind: 'datanetCreated',
    datanetId: fields.uint('datanetId'),
    owner: fields.address('owner'),
    datanetContract: fields.address('datanet'),
    name: fields.text('name'),
    category: fields.text('category'),
    metadataUri: fields.text('metadataUri'),
    isPublic: fields.flag('isPublic'),
    fee: fields.uint('fee'),
  }),
}
