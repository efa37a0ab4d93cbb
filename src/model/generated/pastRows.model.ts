import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, JSONColumn as JSONColumn_} from "@subsquid/typeorm-store"

/**
 * Where a batch of several blocks says what its rows were between them. Always empty: the database makes images of it (db/migrations).
 */
@Entity_()
export class PastRows {
    constructor(props?: Partial<PastRows>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @JSONColumn_({nullable: false})
    told!: unknown
}
