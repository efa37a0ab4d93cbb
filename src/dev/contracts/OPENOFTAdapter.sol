// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {OFTAdapter} from "@layerzerolabs/oft-evm/contracts/OFTAdapter.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// @title The lockbox of OPEN's own chain: what left for another chain lies here
/// @notice LayerZero's OFTAdapter, as it is.
contract OPENOFTAdapter is OFTAdapter {
    constructor(address token_, address endpoint_, address owner_)
        OFTAdapter(token_, endpoint_, owner_)
        Ownable(owner_)
    {}
}
