// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {OFT} from "@layerzerolabs/oft-evm/contracts/OFT.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// @title OPEN on another chain: made when it arrives, burned when it leaves
/// @notice LayerZero's OFT, as it is.
contract OPENOFT is OFT {
    constructor(address endpoint_, address owner_) OFT("OpenLedger", "OPEN", endpoint_, owner_) Ownable(owner_) {}
}
