// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

/// @title Where claims about the L2's state were posted before there were dispute games
contract L2OutputOracle {
    event OutputProposed(
        bytes32 indexed outputRoot,
        uint256 indexed l2OutputIndex,
        uint256 indexed l2BlockNumber,
        uint256 l1Timestamp
    );

    uint256 public nextOutputIndex;

    function proposeL2Output(bytes32 outputRoot, uint256 l2BlockNumber) external {
        emit OutputProposed(outputRoot, nextOutputIndex++, l2BlockNumber, block.timestamp);
    }
}
