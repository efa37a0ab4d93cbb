// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {OFTLegs} from "./OFTLegs.sol";

/// @title The lockbox of OPEN's own chain: what left for another chain lies here
contract OPENOFTAdapter is OFTLegs {
    using SafeERC20 for IERC20;

    IERC20 public immutable token;

    constructor(IERC20 token_, address messenger_, uint32 eid_) OFTLegs(messenger_, eid_) {
        token = token_;
    }

    function _debit(address from, uint256 amount) internal override {
        token.safeTransferFrom(from, address(this), amount);
    }

    function _credit(address to, uint256 amount) internal override {
        token.safeTransfer(to, amount);
    }
}
